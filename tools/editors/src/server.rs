//! rust-analyzer as a child process, spoken to over its standard input and output.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Loading a project builds what it depends on.
const TO_LOAD: Duration = Duration::from_secs(600);

/// The first answers take the longest: much of the standard library is looked at.
const TO_ANSWER: Duration = Duration::from_secs(120);

fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize().map_err(|error| format!("{}: {error}", path.display()).into())
}

/// A running rust-analyzer with one crate and one open file.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Message>,
    file: String,
    version: i32,
    asked: i32,
}

impl Server {
    /// Starts it in a crate, opens its `src/lib.rs`, and waits until all of the crate is known.
    pub(crate) fn start(program: &Path, folder: &Path) -> Result<Self> {
        let (program, folder) = (absolute(program)?, absolute(folder)?);
        let mut process = Command::new(&program)
            .arg("--log-file")
            .arg(folder.join("log"))
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the process has no pipes".into());
        };
        let (sender, messages) = channel();
        // Ends with the output of the process.
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let root = format!("file://{}", folder.display());
        let file = format!("{root}/src/lib.rs");
        let mut server = Self { process, input, messages, file, version: 0, asked: 0 };
        server.ask(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "rootUri": root,
                "capabilities": {
                    "general": { "positionEncodings": ["utf-8"] },
                    "textDocument": {
                        "diagnostic": {},
                        "hover": { "contentFormat": ["markdown"] },
                    },
                    "experimental": { "serverStatusNotification": true },
                },
                "initializationOptions": {
                    "checkOnSave": false,
                    "cachePriming": { "enable": false },
                    "completion": { "autoimport": { "enable": false } },
                },
            }),
        )?;
        server.notify("initialized", json!({}))?;
        let text = std::fs::read_to_string(folder.join("src/lib.rs"))?;
        let document = json!({ "uri": server.file, "languageId": "rust", "version": 0, "text": text });
        server.notify("textDocument/didOpen", json!({ "textDocument": document }))?;
        server.wait_until_loaded()?;
        Ok(server)
    }

    fn wait_until_loaded(&mut self) -> Result<()> {
        let deadline = Instant::now() + TO_LOAD;
        loop {
            match self.receive(deadline)? {
                Message::Notification(Notification { method, params })
                    if method == "experimental/serverStatus" && params["quiescent"] == true =>
                {
                    let is_well = params["health"] == "ok";
                    return if is_well { Ok(()) } else { Err(format!("it is not well: {params}").into()) };
                }
                _ => {}
            }
        }
    }

    /// Replaces the text of the file.
    pub(crate) fn edit(&mut self, text: &str) -> Result<()> {
        self.version += 1;
        self.notify(
            "textDocument/didChange",
            json!({
                "textDocument": { "uri": self.file, "version": self.version },
                "contentChanges": [{ "text": text }],
            }),
        )
    }

    /// Asks about the file.
    pub(crate) fn ask_about_file(&mut self, method: &str, mut parameters: Value) -> Result<Value> {
        parameters["textDocument"] = json!({ "uri": self.file });
        self.ask(&format!("textDocument/{method}"), &parameters)
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        let deadline = Instant::now() + TO_ANSWER;
        loop {
            self.asked += 1;
            let id = RequestId::from(self.asked);
            self.send(&Request::new(id.clone(), method.to_string(), parameters).into())?;
            let answer = loop {
                match self.receive(deadline).map_err(|error| format!("{method}: {error}"))? {
                    Message::Response(response) if response.id == id => break response.response_result,
                    _ => {}
                }
            };
            let again = [ErrorCode::ContentModified as i32, ErrorCode::ServerCancelled as i32];
            match answer {
                Ok(value) => return Ok(value),
                // It has just learnt something new.
                Err(error) if again.contains(&error.code) => {}
                Err(error) => return Err(format!("{method}: {}", error.message).into()),
            }
        }
    }

    fn notify(&mut self, method: &str, parameters: Value) -> Result<()> {
        self.send(&Notification::new(method.to_string(), parameters).into())
    }

    fn send(&mut self, message: &Message) -> Result<()> {
        Ok(message.write(&mut self.input)?)
    }

    /// The next message. What is asked of us needs an answer, and none of it matters here.
    fn receive(&mut self, deadline: Instant) -> Result<Message> {
        let left = deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => "rust-analyzer takes too long",
            RecvTimeoutError::Disconnected => "rust-analyzer has ended",
        })?;
        if let Message::Request(request) = &message {
            self.send(&Response::new_ok(request.id.clone(), Value::Null).into())?;
        }
        Ok(message)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
