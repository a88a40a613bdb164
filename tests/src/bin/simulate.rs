//! Looks for a seed that breaks a promise.
//!
//! `simulate --seeds 10000 [--from N] [--hubs 5] [--plant BUG] [--tell true]`

use knutepunkt_tests::sim::chronicle::Figures;
use knutepunkt_tests::sim::life::{Plan, run};
use std::process::ExitCode;
use std::time::Instant;

fn main() -> ExitCode {
    let (mut seeds, mut from, mut plan) = (1_000u64, 0u64, Plan::default());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        let understood = match argument.as_str() {
            "--seeds" => value.parse().map(|it| seeds = it).map_err(|error| format!("{error}")),
            "--from" => value.parse().map(|it| from = it).map_err(|error| format!("{error}")),
            "--hubs" => value.parse().map(|it| plan.hubs = Some(it)).map_err(|error| format!("{error}")),
            "--plant" => value.parse().map(|it| plan.plant = Some(it)),
            "--tell" => value.parse().map(|it| plan.tell = it).map_err(|error| format!("{error}")),
            _ => Err("simulate --seeds 10000 [--from N] [--hubs 5] [--plant BUG] [--tell true]".to_owned()),
        };
        if let Err(error) = understood {
            eprintln!("{argument} {value}: {error}");
            return ExitCode::from(2);
        }
    }
    let began = Instant::now();
    let (mut broken, mut events, mut seconds) = (0u64, 0u64, 0u64);
    let mut figures = Figures::default();
    for seed in from..from + seeds {
        let report = run(seed, plan);
        figures.add(&report.figures);
        events += report.events;
        seconds += report.seconds;
        if !report.violations.is_empty() {
            broken += 1;
            println!("seed {seed}:");
            report.tale.iter().for_each(|line| println!("  {line}"));
            for violation in &report.violations {
                println!("  {violation}");
            }
        }
        let done = seed + 1 - from;
        if done % 1_000 == 0 || done == seeds {
            let took = began.elapsed().as_secs_f64();
            println!(
                "{done} seeds, {broken} broken, {took:.1} s, {events} events, {:.0} simulated s per s",
                seconds as f64 / took
            );
            let counts: Vec<String> = figures.all().iter().map(|(name, count)| format!("{count} {name}")).collect();
            println!("  {}", counts.join(", "));
            figures = Figures::default();
        }
    }
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
