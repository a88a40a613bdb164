//! A running node: store, network, site and control together, started in order and stopped gracefully.

use crate::command::{Context, Exit, Failure};
use crate::control::{self, Control, Terminal};
use crate::core::Core;
use crate::{command::Output, http, net, profiles};
use libp2p::Multiaddr;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long a stop waits for what is under way.
const GRACE: Duration = Duration::from_secs(3);

/// How long threads that still work are waited for after that. Both together are below the five seconds in which a stop is
/// promised; whoever works longer is cut off, as by a power cut, and what was acknowledged is on disk.
const LAST: Duration = Duration::from_millis(1_500);

/// Works with the machinery that runs what waits, and ends it.
pub fn with_runtime<T>(work: impl FnOnce(&Runtime) -> Result<T, Failure>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Failed, format!("the program cannot start its threads: {error}")))?;
    let done = work(&runtime);
    runtime.shutdown_timeout(LAST);
    done
}

/// A node that runs.
pub struct Running {
    /// Its core.
    pub core: Arc<Core>,
    /// Its network side.
    pub net: Arc<net::Net>,
    /// Where its site is.
    pub url: String,
    stop: watch::Sender<bool>,
    site: JoinHandle<()>,
    announcing: JoinHandle<()>,
    _control: Control,
}

/// Starts a node on an open core.
pub async fn start(
    core: Arc<Core>,
    site: SocketAddr,
    net_config: net::Config,
    announced: Vec<Multiaddr>,
    settings: http::Settings,
) -> Result<Running, Failure> {
    let failed = |what: &str, error: &dyn std::fmt::Display| Failure::new(Exit::Failed, format!("{what}: {error}"));
    let listener = TcpListener::bind(site).await.map_err(|error| {
        failed(&format!("{site} is not free for the site: stop what uses it or choose another with --http"), &error)
    })?;
    let bound = listener.local_addr().map_err(|error| failed("the site's address is not known", &error))?;
    let net = net::start(core.clone(), net_config).await.map_err(|error| failed("the network side did not start", &error))?;
    let net = Arc::new(net);
    announce(&core, &net, &announced).await;
    let announcing = tokio::spawn(keep_announcing(core.clone(), net.clone(), announced));
    let context = Context { core: core.clone(), net: Some(net.clone()), runtime: tokio::runtime::Handle::current() };
    let control = control::listen(context).map_err(|error| failed("the control socket cannot be made", &error))?;
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn({
        let (core, counters) = (core.clone(), net.counters().clone());
        async move {
            if let Err(error) = http::serve(core, Some(counters), listener, settings, stopped).await {
                tracing::error!(%error, "the site stopped");
            }
        }
    });
    Ok(Running { core, net, url: format!("http://{bound}"), stop, site: serving, announcing, _control: control })
}

/// Writes this machine's addresses into its centre's profile: those that were given, or those on which it listens.
async fn announce(core: &Arc<Core>, net: &net::Net, given: &[Multiaddr]) {
    let own = format!("/p2p/{}", net::peer_id(&core.me().node));
    let whole = |address: &Multiaddr| {
        let address = address.to_string();
        if address.contains("/p2p/") { address } else { format!("{address}{own}") }
    };
    let addresses: Vec<String> = if given.is_empty() { net.announced() } else { given.iter().map(whole).collect() };
    let core = core.clone();
    let announced = tokio::task::spawn_blocking(move || match core.read(|_| ()) {
        Ok(()) => profiles::announce(&core, &addresses),
        Err(_) => Ok(()),
    });
    if let Ok(Err(error)) = announced.await {
        tracing::warn!(%error, "this machine's addresses are not in the centre's profile");
    }
}

/// Does so again when the machine joins a network or its addresses change.
async fn keep_announcing(core: Arc<Core>, net: Arc<net::Net>, given: Vec<Multiaddr>) {
    let mut moves = net.moves();
    let mut changes = core.changes();
    loop {
        tokio::select! {
            moved = moves.changed() => if moved.is_err() { return },
            changed = changes.changed() => if changed.is_err() { return },
        }
        announce(&core, &net, &given).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

impl Running {
    /// Stops gracefully, within a few seconds.
    pub async fn stop(self) {
        self.announcing.abort();
        let _nobody = self.stop.send(true);
        let _late = tokio::time::timeout(GRACE, async { tokio::join!(self.site, self.net.shutdown()) }).await;
    }
}

/// The signals by which the person or the system asks the program to stop. From the moment it is made they no longer end the
/// program by themselves.
pub struct Stop {
    interrupt: Signal,
    terminate: Signal,
}

impl Stop {
    /// Catches the signals. To be called where the runtime is.
    pub fn catch() -> Result<Stop, Failure> {
        let caught = |kind| signal(kind).map_err(|error| Failure::new(Exit::Failed, format!("no signal can be caught: {error}")));
        Ok(Stop { interrupt: caught(SignalKind::interrupt())?, terminate: caught(SignalKind::terminate())? })
    }

    /// Resolves when the program is to stop.
    pub async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// `knutepunkt serve`.
pub fn run(
    folder: &Path,
    site: SocketAddr,
    listen: Vec<Multiaddr>,
    announced: Vec<Multiaddr>,
    public_url: Option<String>,
) -> Result<Exit, Failure> {
    let core = Core::open(folder)?;
    let node = async {
        let mut stop = Stop::catch()?;
        let settings = http::Settings { trusted_proxy: public_url.is_some(), public_url, ..http::Settings::default() };
        let running = tokio::select! {
            running = start(core, site, net::Config { listen, ..net::Config::default() }, announced, settings) => running?,
            () = stop.asked() => return Ok(Exit::Done),
        };
        for address in running.net.addresses() {
            let _unread = Terminal.line(&format!("listening {address}"));
        }
        let _unread = Terminal.line(&format!("ready {} {}", running.core.about().slug, running.url));
        stop.asked().await;
        running.stop().await;
        Ok(Exit::Done)
    };
    with_runtime(|runtime| runtime.block_on(node))
}
