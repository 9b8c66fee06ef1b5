//! Time, with criterion: it warms up, finds how often to repeat, and leaves its estimates where the report reads them.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion};
use genfn_benches::all;

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(50))
        .measurement_time(Duration::from_millis(200))
        .sample_size(20)
        .configure_from_args();
    for workload in all() {
        workload.check();
        let mut group = criterion.benchmark_group(workload.name);
        for contestant in &workload.contestants {
            group.bench_function(BenchmarkId::from_parameter(contestant.name), |bencher| {
                match contestant.after_setup {
                    None => bencher.iter(|| (contestant.run)(black_box(workload.items))),
                    Some(timed) => {
                        bencher.iter_custom(|times| (0..times).map(|_| timed(workload.items)).sum())
                    }
                }
            });
        }
        group.finish();
    }
    criterion.final_summary();
}
