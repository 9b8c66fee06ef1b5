//! Compares the results with the bars that the crate has set itself, and fails with those that miss.

use std::process::ExitCode;

use genfn_benches::results::Results;

/// A figure that must not be above its bar.
struct Bar {
    what: String,
    /// What was measured; nothing, where it was not.
    ratio: Option<f64>,
    bar: f64,
}

const INLINED: [&str; 5] = ["range and filter", "fib", "triples", "tokenizer", "run length"];
const PEERS: [&str; 3] = ["genawaiter rc", "remit", "fauxgen"];

fn main() -> ExitCode {
    let results = Results::load();
    let time = |workload: &str, contestant: &str| results.figure(workload, contestant, "nanoseconds");
    let ratio = |workload: &str, ours: &str, other: &str| {
        time(workload, ours).zip(time(workload, other)).map(|(ours, other)| ours / other)
    };
    let mut bars = Vec::new();
    let mut bar = |what: String, ratio: Option<f64>, bar: f64| bars.push(Bar { what, ratio, bar });

    let inlined: Vec<Option<f64>> = INLINED.iter().map(|row| ratio(row, "genfn", "by hand")).collect();
    let mean = inlined
        .iter()
        .copied()
        .collect::<Option<Vec<f64>>>()
        .map(|all| (all.iter().map(|ratio| ratio.ln()).sum::<f64>() / all.len() as f64).exp());
    bar("inlined loops to by hand, geometric mean".into(), mean, 1.05);
    for (row, ratio) in INLINED.iter().zip(&inlined) {
        bar(format!("{row} to by hand"), *ratio, 1.2);
    }
    for row in INLINED {
        for peer in PEERS {
            bar(format!("{row} to {peer}"), ratio(row, "genfn", peer), 1.0);
        }
        let boxed = format!("{row}, dyn");
        bar(format!("{boxed} to by hand"), ratio(&boxed, "genfn", "by hand"), 1.25);
    }
    for other in ["by hand", "Iterator adapters"] {
        let row = "generator expression";
        bar(format!("{row} to {other}"), ratio(row, "genfn", other), 1.05);
    }
    let count = |name: &str, key: &str| results.0["allocations"][name][key].as_f64();
    bar("allocations of a Gen".into(), count("Gen", "made"), 1.0);
    bar("allocations for 1,000 items of a Gen".into(), count("Gen", "items"), 0.0);
    bar("allocations of a PinGen".into(), count("PinGen", "made"), 0.0);
    bar("allocations for 1,000 items of a PinGen".into(), count("PinGen", "items"), 0.0);
    bar("send to a closure".into(), ratio("send, running average", "genfn", "closure"), 1.05);
    for row in ["tree, 100,000 nodes", "tree, 1,000,000 nodes"] {
        bar(
            format!("{row} to a sixth of Box<dyn Iterator>"),
            ratio(row, "genfn", "Box<dyn Iterator>").map(|ratio| ratio * 6.0),
            1.0,
        );
        // Two steps: what a node costs is walking only, in time as in instructions.
        for step in [2.0, 1.5] {
            bar(format!("{row} to corosensei"), ratio(row, "genfn", "corosensei"), step);
        }
    }
    bar("queens to Box<dyn Iterator>".into(), ratio("queens", "genfn", "Box<dyn Iterator>"), 1.0);
    let shallow = "delegation, 10 deep";
    bar(format!("{shallow} to Box<dyn Iterator>"), ratio(shallow, "genfn", "Box<dyn Iterator>"), 0.7);
    for levels in ["1,000", "100,000", "1,000,000"] {
        let flat = time(&format!("delegation, {levels} deep"), "genfn")
            .zip(time(shallow, "genfn"))
            .map(|(deep, shallow)| deep / shallow);
        bar(format!("an item {levels} deep to one 10 deep"), flat, 1.2);
    }
    let ready = "async, always ready, dyn";
    bar(format!("{ready} to by hand"), ratio(ready, "genfn", "by hand"), 2.0);
    for peer in ["async-stream", "asynk-strim"] {
        bar(format!("{ready} to {peer}"), ratio(ready, "genfn", peer), 1.0);
    }
    let channel = "async, tokio mpsc channel";
    bar(format!("{channel} to by hand"), ratio(channel, "genfn", "by hand"), 1.05);
    bar(
        "frame of fib to 64 bytes".into(),
        results.0["frames"]["Gen"].as_f64().map(|bytes| bytes / 64.0),
        1.0,
    );
    let seconds = |name: &str| results.0["build seconds"][name].as_f64();
    bar(
        "building 200 async generators to 200 async_stream::stream!".into(),
        seconds("genfn async").zip(seconds("async_stream::stream!")).map(|(ours, theirs)| ours / theirs),
        1.0,
    );

    let mut missed = 0;
    for Bar { what, ratio, bar } in &bars {
        let (mark, shown) = match ratio {
            Some(ratio) if ratio <= bar => ("holds", format!("{ratio:.2}")),
            Some(ratio) => ("MISSES", format!("{ratio:.2}")),
            None => ("NOT MEASURED", String::from("n/a")),
        };
        missed += usize::from(mark != "holds");
        println!("{mark:12} {shown:>7} (bar {bar:.2})  {what}");
    }
    println!("{} of {} bars hold", bars.len() - missed, bars.len());
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
