//! A connection on which a test says every byte itself.

use roost_testkit::{DEADLINE, TestNode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

pub struct Wire {
    stream: TcpStream,
    heard: Vec<u8>,
}

impl Wire {
    pub async fn open(node: &TestNode) -> Self {
        let stream = TcpStream::connect(node.base().trim_start_matches("http://")).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, heard: Vec::new() }
    }

    /// Sends bytes; whether the other side still takes them.
    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).await.is_ok()
    }

    /// Says that nothing more comes.
    pub async fn finish(&mut self) {
        // The other side may have closed first.
        drop(self.stream.shutdown().await);
    }

    /// Goes away without a word: the other side is reset.
    pub fn vanish(self) {
        self.stream.set_zero_linger().unwrap();
    }

    /// Reads until the other side closes; the statuses of the answers that came.
    pub async fn statuses(&mut self) -> Vec<u16> {
        let mut chunk = [0; 4 * 1024];
        loop {
            let read = timeout(DEADLINE, self.stream.read(&mut chunk)).await;
            let Ok(read) = read else { panic!("neither closed nor answered: {}", self.text()) };
            match read {
                Ok(0) | Err(_) => return self.answered(),
                Ok(len) => self.heard.extend_from_slice(&chunk[..len]),
            }
        }
    }

    /// Whether the other side has said something or closed, without waiting.
    pub fn has_ended(&mut self) -> bool {
        let mut chunk = [0; 4 * 1024];
        match self.stream.try_read(&mut chunk) {
            Ok(len) => {
                self.heard.extend_from_slice(&chunk[..len]);
                true
            }
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }

    fn answered(&self) -> Vec<u16> {
        let text = self.text();
        let heads = text.split("HTTP/1.1 ").skip(1).filter(|rest| rest.contains("\r\n"));
        heads.filter_map(|rest| rest.get(..3)?.parse().ok()).collect()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.heard).into_owned()
    }
}
