//! Where this node listens: where it is told to, or at the port that it used before, so that the addresses in its hub's profile stay
//! true through a restart.

use super::driver::Driver;
use super::{NetError, names};
use futures::StreamExt;
use libp2p::Multiaddr;
use libp2p::multiaddr::Protocol;
use libp2p::swarm::SwarmEvent;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// The row in which the port is remembered.
const PORT: &[u8] = b"net/port";

/// How long the system may take to say that it listens.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long nothing may come until every address is known.
const OTHERS: Duration = Duration::from_millis(50);

impl Driver {
    /// Listens at these addresses, or at the port that was used before; returns when it does.
    pub(super) async fn listen(&mut self, addresses: Vec<Multiaddr>) -> Result<(), NetError> {
        let failed = |address: &Multiaddr, why: String| NetError::Listen { address: address.clone(), why };
        let chosen = addresses.is_empty();
        let remembered = self.core.own(PORT)?.and_then(|bytes| String::from_utf8(bytes).ok()?.parse::<u16>().ok());
        let everywhere = |port: u16| Multiaddr::from(Ipv4Addr::UNSPECIFIED).with(Protocol::Tcp(port));
        let addresses = if chosen { vec![everywhere(remembered.unwrap_or(0))] } else { addresses };
        for address in addresses {
            let address = match free(&address) {
                Ok(()) => address,
                Err(_) if chosen => {
                    tracing::warn!("the port that was used before is taken; another is used");
                    everywhere(0)
                }
                Err(error) => return Err(failed(&address, error.to_string())),
            };
            let listener = self.swarm.listen_on(address.clone()).map_err(|error| failed(&address, error.to_string()))?;
            loop {
                let event = tokio::time::timeout(PATIENCE, self.swarm.select_next_some()).await;
                let event = event.map_err(|_| failed(&address, "it did not answer".to_owned()))?;
                let over = matches!(&event, SwarmEvent::NewListenAddr { listener_id, .. } if *listener_id == listener);
                if let SwarmEvent::ListenerClosed { listener_id, reason, .. } = &event
                    && *listener_id == listener
                {
                    let why = reason.as_ref().err().map_or_else(|| "it was closed".to_owned(), ToString::to_string);
                    return Err(failed(&address, why));
                }
                self.on_swarm(event);
                if over {
                    break;
                }
            }
        }
        // Each network interface reports its own address; the first is often that of this machine alone.
        while let Ok(event) = tokio::time::timeout(OTHERS, self.swarm.select_next_some()).await {
            self.on_swarm(event);
        }
        let port = self.shared.listening().first().and_then(names::port);
        if let (true, Some(port)) = (chosen && port != remembered, port)
            && let Err(error) = self.core.set_own(PORT, Some(port.to_string().into_bytes()))
        {
            tracing::warn!(%error, "the port is not remembered; after a restart it may be another");
        }
        Ok(())
    }
}

/// Whether a port is free. libp2p binds with `SO_REUSEPORT`, so that a second node would share the port without a word, and who
/// dials would reach either.
fn free(address: &Multiaddr) -> std::io::Result<()> {
    let mut ip = None;
    for part in address {
        match part {
            Protocol::Ip4(it) => ip = Some(IpAddr::V4(it)),
            Protocol::Ip6(it) => ip = Some(IpAddr::V6(it)),
            Protocol::Tcp(port) if port != 0 => {
                return ip.map_or(Ok(()), |ip| std::net::TcpListener::bind((ip, port)).map(drop));
            }
            _ => {}
        }
    }
    Ok(())
}
