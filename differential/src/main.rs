//! scratch
use genfn_differential::{choices::Choices, run::*, shrink::shrink, tree::Program};
fn main() {
    let a: Vec<u64> = std::env::args().skip(1).map(|x| x.parse().unwrap()).collect();
    let programs: Vec<_> = (0..a[0]).map(|i| Program::make(Choices::random(a[1] + i))).collect();
    let sources: Vec<Source> = programs.iter().map(|(p, _)| Source::from(p)).collect();
    if a.len() > 2 {
        println!("{}\n{}", sources[0].rust, sources[0].python);
    }
    let runner = Runner::new("main");
    let t = match runner.run(&sources) {
        Ok(t) => t,
        Err(e) => {
            println!("{e}");
            std::process::exit(2)
        }
    };
    let bad: Vec<usize> = (0..t.len()).filter(|&i| !t[i].agree()).collect();
    println!("{} of {} disagree", bad.len(), t.len());
    for &i in bad.iter().take(3) {
        println!("seed {}\n{}", a[1] + i as u64, t[i]);
    }
    if let Some(&i) = bad.first() {
        let p =
            shrink(programs[i].1.clone(), |s| runner.run(s).map(|t| t.iter().map(|t| !t.agree()).collect()))
                .unwrap();
        let s = Source::from(&p);
        println!("{}\n{}\n{}", s.rust, s.python, runner.run(&[s.clone()]).unwrap()[0]);
    }
}
