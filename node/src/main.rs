//! The program `knutepunkt`.

use tracing_subscriber::EnvFilter;

fn main() {
    let filter = EnvFilter::try_from_env("KNUTEPUNKT_LOG").unwrap_or_else(|_| EnvFilter::new("warn,knutepunkt_node=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    std::process::exit(knutepunkt_node::cli::run());
}
