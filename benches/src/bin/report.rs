//! Measures everything and writes `benches/results`: a table and charts. `report --write` only writes, from what was measured
//! before; `report --again WORKLOADS` measures the times of the workloads that match once more, and those of the builds.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use genfn_benches::all;
use genfn_benches::results::{Results, Times, aligned, folder, target, times};
use plotters::prelude::*;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// The workloads that are measured with aligned loops too: small loops, which the bars are strictest with.
const SMALL_LOOPS: [&str; 7] =
    ["range and filter", "fib", "triples", "tokenizer", "run length", "lexer", "generator expression"];

/// What puts every loop at the beginning of a cache line.
const ALIGN: &str = "-Cllvm-args=-align-loops=64";

/// How often each build is timed.
const RUNS: usize = 3;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => measure()?,
        Some("--write") => {}
        Some("--again") => measure_again(&arguments.next().ok_or("which workloads?")?)?,
        Some(other) => return Err(format!("no such option: {other}").into()),
    }
    write(&Results::load())?;
    println!("written to {}", folder().display());
    Ok(())
}

/// Runs a measuring program of this crate.
fn run(cargo: &[&str]) -> Result<(), Failure> {
    println!("$ cargo {}", cargo.join(" "));
    let status = Command::new("cargo").args(cargo).env("RUSTC_BOOTSTRAP", "1").status()?;
    if status.success() { Ok(()) } else { Err(format!("cargo {} failed", cargo.join(" ")).into()) }
}

fn measure() -> Result<(), Failure> {
    let (as_built, aligned) = (timed(&target(), "", "")?, timed(&aligned(), &SMALL_LOOPS.join("|"), ALIGN)?);
    for (program, profile) in [("instructions", "count"), ("memory", "release")] {
        if let Err(error) = run(&[
            "run",
            "--profile",
            profile,
            "-p",
            "genfn-benches",
            "--features",
            "nightly",
            "--bin",
            program,
        ]) {
            println!("{program}: {error}; the table goes without");
        }
    }
    let mut results = Results::load();
    put_times(&mut results, &as_built, &aligned);
    if let Ok(output) = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("python/workloads.py"))
        .output()
    {
        results.0["python"] = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    }
    results.0["build seconds"] = build_times()?;
    results.0["machine"] = json!({
        "compiler": text_of(Command::new("rustc").arg("--version")),
        "python": text_of(Command::new("python3").arg("--version")),
        "cpu": fs::read_to_string("/proc/cpuinfo")
            .unwrap_or_default()
            .lines()
            .find_map(|line| line.strip_prefix("model name"))
            .map(|name| name.trim_matches([' ', '\t', ':']).to_string()),
    });
    results.save()?;
    Ok(())
}

fn measure_again(workloads: &str) -> Result<(), Failure> {
    let as_built = timed(&target(), workloads, "")?;
    let mut results = Results::load();
    put_times(&mut results, &as_built, &Times::new());
    results.0["build seconds"] = build_times()?;
    results.save()?;
    Ok(())
}

fn text_of(command: &mut Command) -> String {
    command
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_string())
        .unwrap_or_default()
}

/// How long a crate with 200 functions takes to build from nothing, its dependencies aside: the best of three.
fn build_times() -> Result<Value, Failure> {
    let root = target().join("build-time");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize()?;
    let mut seconds = json!({});
    for (name, dependency, head, function) in [
        (
            "genfn async",
            format!("genfn = {{ path = {runtime:?} }}"),
            "use genfn::{AsyncGen, async_generator, yield_};",
            "#[async_generator] pub async fn NAME(n: u64) -> AsyncGen<u64> { for i in 0..n { yield_!(i); } yield_!(n); }",
        ),
        (
            "genfn",
            format!("genfn = {{ path = {runtime:?} }}"),
            "use genfn::{Gen, generator, yield_};",
            "#[generator] pub fn NAME(n: u64) -> Gen<u64> { for i in 0..n { yield_!(i); } yield_!(n); }",
        ),
        (
            "async_stream::stream!",
            "async-stream = \"0.3.6\"\nfutures-core = \"0.3\"".to_string(),
            "use futures_core::Stream;",
            "pub fn NAME(n: u64) -> impl Stream<Item = u64> { async_stream::stream! { for i in 0..n { yield i; } yield n; } }",
        ),
        (
            "plain async fn",
            String::new(),
            "",
            "pub async fn NAME(n: u64) { for _ in 0..n { std::future::ready(()).await; } std::future::ready(()).await; }",
        ),
    ] {
        let folder = root.join(name.replace([':', '!', ' '], "-"));
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"two-hundred\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n{dependency}\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let mut code = format!("{head}\n");
        for index in 0..200 {
            writeln!(code, "{}", function.replace("NAME", &format!("f{index}")))?;
        }
        let source = folder.join("src/lib.rs");
        let mut best = f64::MAX;
        for round in 0..4 {
            fs::write(&source, format!("{code}// {round}\n"))?;
            // By the time of a file alone, cargo may take it for built: two writes within a tick of the clock look alike.
            let mut clean = Command::new("cargo");
            clean.args(["clean", "--quiet", "--package", "two-hundred"]).current_dir(&folder);
            clean.env("CARGO_TARGET_DIR", folder.join("target"));
            if round > 0 && !clean.status()?.success() {
                return Err("what was built could not be removed".into());
            }
            let begin = Instant::now();
            let output = Command::new("cargo")
                .args(["build", "--quiet"])
                .current_dir(&folder)
                .env("CARGO_INCREMENTAL", "0")
                .env("CARGO_TARGET_DIR", folder.join("target"))
                .output()?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
            // The first builds the dependencies too.
            if round > 0 {
                best = best.min(begin.elapsed().as_secs_f64());
            }
        }
        seconds[name] = json!(best);
    }
    Ok(seconds)
}

/// The times of the workloads that match, in a build of their own: the best of several runs, between which the others had their
/// turn, since whatever else a machine does only ever makes it slower.
fn timed(target: &Path, workloads: &str, flags: &str) -> Result<Times, Failure> {
    let mut best = Times::new();
    for run in 1..=RUNS {
        // What an earlier version measured under a name that is gone would stay in the table.
        match fs::remove_dir_all(target.join("criterion")) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        println!("run {run} of {RUNS}, flags `{flags}`");
        let mut command = Command::new("cargo");
        command.args([
            "bench",
            "-p",
            "genfn-benches",
            "--features",
            "nightly",
            "--bench",
            "time",
            "--",
            "--noplot",
        ]);
        command.args((!workloads.is_empty()).then_some(workloads)).env("RUSTC_BOOTSTRAP", "1");
        if !flags.is_empty() {
            command.env("RUSTFLAGS", flags);
        }
        if !command.env("CARGO_TARGET_DIR", target).status()?.success() {
            return Err("the times could not be measured".into());
        }
        for (names, nanoseconds) in times(target)? {
            let least = best.entry(names).or_insert(nanoseconds);
            *least = least.min(nanoseconds);
        }
    }
    Ok(best)
}

/// Puts the times as nanoseconds per item beside the rest.
fn put_times(results: &mut Results, as_built: &Times, aligned: &Times) {
    for workload in all() {
        let items = workload.count(workload.items) as f64;
        // By what was timed, not by what this build knows: nightly's `gen` is in the timed one only.
        for (names @ (group, contestant), nanoseconds) in as_built {
            if group == workload.name {
                let kept = &mut results.0["workloads"][group]["contestants"][contestant];
                // A loop that is small has both times, and no time as built stands in for the other.
                match aligned.get(names) {
                    Some(aligned) => {
                        kept["nanoseconds"] = json!(aligned / items);
                        kept["as built"] = json!(nanoseconds / items);
                    }
                    None if kept["as built"].is_null() => kept["nanoseconds"] = json!(nanoseconds / items),
                    None => kept["as built"] = json!(nanoseconds / items),
                }
            }
        }
    }
}

/// Whether a contestant is one of ours.
fn is_ours(name: &str) -> bool {
    name.starts_with("genfn")
}

/// Whether it is a crate for generators on stable Rust.
fn is_stable_peer(name: &str) -> bool {
    ["genawaiter rc", "remit", "fauxgen", "async-stream", "asynk-strim", "async-fn-stream", "async-gen"]
        .contains(&name)
}

fn write(results: &Results) -> Result<(), Failure> {
    let mut text = String::from(
        "# Results\n\nWritten by `cargo run --release -p genfn-benches --bin report`; `cargo run --release -p genfn-benches --bin \
         bars` compares them with the bars. The first contestant of each workload is the limit: what one would write by hand. \
         Everybody gives the same items, which is checked before anything is timed. Time is the median of criterion's \
         samples, the best of three runs, for small loops in a build where every loop begins with a cache line, since one and the same loop takes 0.8 \
         or 1.3 ns by where it lies; what it is as cargo builds it stands beside. Instructions are those of a large run less those of \
         a small one, under callgrind, in a build with one codegen unit. What a workload walks, a tree or a text, is made before in both runs, so \
         that making it does not count.\n\n",
    );
    let machine = &results.0["machine"];
    writeln!(
        text,
        "{}; {}; {}\n",
        machine["cpu"].as_str().unwrap_or("unknown CPU"),
        machine["compiler"].as_str().unwrap_or(""),
        machine["python"].as_str().unwrap_or("no Python")
    )?;
    text.push_str("![time by workload, as a multiple of the limit](ratios.svg)\n\n");
    let mut bars = Vec::new();
    for workload in all() {
        writeln!(text, "## {}\n", workload.name)?;
        let figure = |contestant: &str, figure: &str| results.figure(workload.name, contestant, figure);
        let is_small_loop = figure("genfn", "as built").is_some();
        text.push_str("| | ns per item | to the limit | instructions per item |");
        text.push_str(if is_small_loop { " ns as built |\n" } else { "\n" });
        text.push_str(if is_small_loop { "|---|---:|---:|---:|---:|\n" } else { "|---|---:|---:|---:|\n" });
        let limit = figure(workload.contestants[0].name, "nanoseconds");
        let mut peers: Option<(&str, f64)> = None;
        let known = workload.contestants.iter().map(|contestant| contestant.name);
        let measured = results.0["workloads"][workload.name]["contestants"].as_object();
        let others = measured.into_iter().flatten().map(|(name, _)| name.as_str());
        let others =
            others.filter(|other| workload.contestants.iter().all(|contestant| contestant.name != *other));
        for name in known.chain(others) {
            let nanoseconds = figure(name, "nanoseconds");
            let ratio = nanoseconds.zip(limit).map(|(own, limit)| own / limit);
            if let Some(ratio) = ratio {
                let better = peers.is_none_or(|(_, best)| ratio < best);
                if is_stable_peer(name) && better {
                    peers = Some((name, ratio));
                }
            }
            let shown = |value: Option<f64>| value.map_or(String::from("n/a"), |value| format!("{value:.2}"));
            let bold = if is_ours(name) { "**" } else { "" };
            write!(
                text,
                "| {bold}{name}{bold} | {} | {} | {} |",
                shown(nanoseconds),
                shown(ratio),
                shown(figure(name, "instructions"))
            )?;
            text.push_str(&match figure(name, "as built") {
                Some(as_built) => format!(" {as_built:.2} |\n"),
                None => String::from("\n"),
            });
        }
        if let Some(python) = results.0["python"][workload.name].as_f64() {
            let ratio = limit.map_or(String::new(), |limit| format!("{:.0}", python / limit));
            writeln!(text, "| CPython | {python:.0} | {ratio} | |")?;
        }
        if !workload.left_out.is_empty() {
            writeln!(text, "\nLeft out: {}.", workload.left_out)?;
        }
        text.push('\n');
        if let Some(ours) = figure("genfn", "nanoseconds").zip(limit).map(|(own, limit)| own / limit) {
            bars.push((workload.name, ours, peers));
        }
    }
    others(results, &mut text)?;
    writeln!(text, "\n{}", include_str!("../../NOTES.md").trim_end())?;
    fs::create_dir_all(folder())?;
    fs::write(folder().join("README.md"), text)?;
    chart(&bars)
}

fn others(results: &Results, text: &mut String) -> Result<(), Failure> {
    text.push_str("## Allocations\n\n| | when it is made | for 1,000 items |\n|---|---:|---:|\n");
    for (name, row) in results.0["allocations"].as_object().into_iter().flatten() {
        writeln!(text, "| {name} | {} | {} |", row["made"], row["items"])?;
    }
    for (title, key, unit) in [
        ("Frame of fib, with its header", "frames", "bytes"),
        ("1,000,000 suspended generators of fib: bytes in use", "suspended", "bytes for each"),
        ("1,000,000 suspended generators of fib: resident memory at the peak", "resident", "bytes for each"),
        ("A crate with 200 functions, built without its dependencies", "build seconds", "seconds"),
    ] {
        writeln!(text, "\n## {title}\n\n| | {unit} |\n|---|---:|")?;
        for (name, value) in results.0[key].as_object().into_iter().flatten() {
            writeln!(text, "| {name} | {:.2} |", value.as_f64().unwrap_or(f64::NAN))?;
        }
    }
    Ok(())
}

/// One row of bars for each workload: this crate, and the best other crate of stable Rust, as multiples of the limit.
fn chart(bars: &[(&str, f64, Option<(&str, f64)>)]) -> Result<(), Failure> {
    const ROW: i32 = 44;
    const LEFT: i32 = 300;
    const WIDTH: i32 = 980;
    let path = folder().join("ratios.svg");
    let height = ROW * i32::try_from(bars.len())? + 60;
    let area = SVGBackend::new(&path, (u32::try_from(WIDTH)?, u32::try_from(height)?)).into_drawing_area();
    area.fill(&WHITE)?;
    let scale = |ratio: f64| LEFT + (ratio.clamp(0.5, 64.0).log2() * 80.0) as i32 + 80;
    let style = |size: i32| ("sans-serif", size).into_font();
    for (power, label) in [(0, "1x"), (1, "2x"), (2, "4x"), (3, "8x"), (4, "16x"), (5, "32x"), (6, "64x")] {
        let x = scale(f64::from(1 << power));
        area.draw(&PathElement::new(vec![(x, 30), (x, height - 10)], BLACK.mix(0.2)))?;
        area.draw(&Text::new(label, (x - 8, 12), style(14)))?;
    }
    for (index, (name, ours, peer)) in bars.iter().enumerate() {
        let top = 40 + ROW * i32::try_from(index)?;
        area.draw(&Text::new((*name).to_string(), (8, top + 6), style(15)))?;
        let base = scale(0.5);
        area.draw(&Rectangle::new([(base, top), (scale(*ours), top + 14)], RGBColor(31, 119, 80).filled()))?;
        area.draw(&Text::new(format!("genfn {ours:.2}x"), (scale(*ours) + 6, top), style(13)))?;
        if let Some((peer, ratio)) = peer {
            area.draw(&Rectangle::new(
                [(base, top + 17), (scale(*ratio), top + 31)],
                RGBColor(150, 150, 150).filled(),
            ))?;
            area.draw(&Text::new(format!("{peer} {ratio:.2}x"), (scale(*ratio) + 6, top + 17), style(13)))?;
        }
    }
    area.present()?;
    Ok(())
}
