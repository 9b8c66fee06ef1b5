//! The text of a case, and the question put to it.

use serde_json::{Value, json};

use crate::cases::{Case, Form, Question};
use crate::server::{Result, Server};

const HEAD: &str = "#![allow(unused)]
use futures_core::Stream;
use genfn::{AsyncGen, Gen, async_generator, generator, iter, stream, yield_};

pub struct Point {
    pub horizontal: i32,
    pub vertical: i32,
}

fn f(a: i32, b: i32) -> i32 {
    a + b
}
";

/// The whole file in that state, with the cursor in it, unless the form has no such state.
fn marked(form: Form, case: &Case) -> Option<String> {
    let ([function, block, expression], arguments) = (case.bodies, case.arguments);
    let (body, item) = match form {
        Form::Generator => {
            (function, format!("#[generator{arguments}]\npub fn numbers(p: Point) -> Gen<i32> {{\nBODY\n}}"))
        }
        Form::AsyncGenerator => (
            function,
            format!(
                "#[async_generator{arguments}]\npub async fn numbers(p: Point) -> AsyncGen<i32> {{\nBODY\n}}"
            ),
        ),
        Form::Iter => (block, in_place("Iterator", "iter! {\nmove\nBODY\n}")),
        Form::Stream => (block, in_place("Stream", "stream! {\nBODY\n}")),
        Form::Expression => (expression, in_place("Iterator", "iter!(move BODY)")),
    };
    (!body.is_empty()).then(|| format!("{HEAD}\n{}\n", item.replace("BODY", body)))
}

fn in_place(items: &str, block: &str) -> String {
    format!("pub fn numbers(p: Point) -> impl {items}<Item = i32> {{\n{block}\n}}")
}

/// Whether rust-analyzer gives the answer that one hopes for, and what it gives.
pub(crate) fn ask(server: &mut Server, form: Form, case: &Case) -> Result<Option<(bool, Value)>> {
    let Some(marked) = marked(form, case) else { return Ok(None) };
    let (before, after) = marked.split_once('‸').unwrap_or((&marked, ""));
    let text = [before, after].concat();
    server.edit(&text)?;
    let here = end(before);
    let method = match case.question {
        Question::Fields => "completion",
        Question::Hover(_) => "hover",
        Question::Definition => "definition",
        Question::Inlay(_) => "inlayHint",
        Question::Silence | Question::Report(_) => "diagnostic",
    };
    let whole = json!({ "start": end(""), "end": end(&text) });
    let answer = server.ask_about_file(method, json!({ "position": here, "range": whole }))?;
    let items = answer.as_array().or(answer["items"].as_array()).map_or(&[][..], Vec::as_slice);
    let is_good = match case.question {
        Question::Fields => {
            ["horizontal", "vertical"].iter().all(|field| items.iter().any(|item| item["label"] == *field))
        }
        Question::Hover(part) => answer["contents"]["value"].as_str().is_some_and(|text| text.contains(part)),
        Question::Definition => {
            let first = text.split("local").next().map(end);
            items.iter().any(|item| Some(&item["range"]["start"]) == first.as_ref())
        }
        Question::Inlay(part) => {
            items.iter().any(|hint| hint["position"] == here && hint["label"].to_string().contains(part))
        }
        Question::Silence => answer["items"] == json!([]),
        Question::Report(code) => items.iter().any(|item| item["code"] == code),
    };
    Ok(Some((is_good, answer)))
}

/// The position behind a text, as the protocol counts it: line and column from zero, in bytes.
fn end(text: &str) -> Value {
    let line = text.rsplit('\n').next().unwrap_or_default();
    json!({ "line": text.matches('\n').count(), "character": line.len() })
}
