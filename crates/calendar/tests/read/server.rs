//! A web server on this computer that says what a test wants.

use std::sync::Arc;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

/// One answer, after which the connection ends.
pub enum Say {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The head of an answer, and then nothing until the other side gives up.
    Nothing,
}

pub struct Server {
    pub address: String,
    asked: mpsc::UnboundedReceiver<String>,
}

impl Server {
    /// Answers each request, given as its head, with what `say` makes of it.
    pub async fn start(say: impl Fn(&str) -> Say + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (told, asked) = mpsc::unbounded_channel();
        let say = Arc::new(say);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, say.clone(), told.clone()));
            }
        });
        Self { address, asked }
    }

    /// The heads of the requests so far.
    pub fn asked(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.asked.try_recv().ok()).collect()
    }
}

async fn answer(mut stream: TcpStream, say: Arc<impl Fn(&str) -> Say>, told: mpsc::UnboundedSender<String>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    // All of the request: a connection that is closed before it was read breaks the answer off.
    let length = head.lines().find_map(|it| it.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
    let _ = stream.read_exact(&mut vec![0; length]).await;
    let said = say(&head);
    // Before the answer: whoever has it sees the request listed.
    let _ = told.send(head);
    match said {
        Say::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Say::Nothing => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nBEGIN").await;
            let _ = stream.read(&mut byte).await;
        }
    }
}

/// An answer with this status line, these header lines and this body.
pub fn say(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Say {
    let headers: String = headers.iter().map(|it| format!("{it}\r\n")).collect();
    let length = body.as_ref().len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    Say::Bytes([head.as_bytes(), body.as_ref()].concat())
}
