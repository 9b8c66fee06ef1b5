//! A pipeline of generators: characters become tokens, tokens become postfix order, and that becomes a number.
//!
//! Each stage asks the one before it for one token at a time. `tokens` and `postfix` can fail: they return a `Result`, so
//! `?` works in their bodies, their items are `Result`s, and a loop over them cannot lose the error.
//!
//! ```console
//! $ cargo run -p genfn --example calculator
//! 1 + 2 * 3 = 7
//! (1 + 2) * 3 = 9
//! 8 / 4 / 2 = 1
//! 2 * (3 + 4 is wrong: a parenthesis is not closed
//! 2 $ 3 is wrong: '$' is no token
//! ```

#![forbid(unsafe_code)]

use std::fmt;
use std::io::{self, Write};

use genfn::{Gen, generator, yield_};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    Operator(char),
    Open,
    Close,
}

#[derive(Debug)]
enum Mistake {
    NoToken(char),
    NotClosed,
    NotOpened,
    OperandMissing,
    OperatorMissing,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken(character) => write!(f, "{character:?} is no token"),
            Self::NotClosed => f.write_str("a parenthesis is not closed"),
            Self::NotOpened => f.write_str("a parenthesis is not opened"),
            Self::OperandMissing => f.write_str("an operand is missing"),
            Self::OperatorMissing => f.write_str("an operator is missing"),
        }
    }
}

/// The tokens of a text, which they borrow nothing from.
#[generator]
fn tokens(text: &str) -> Gen<Token, (), Result<(), Mistake>> {
    let mut characters = text.chars().peekable();
    while let Some(&character) = characters.peek() {
        if let Some(digit) = character.to_digit(10) {
            let mut number = f64::from(digit);
            characters.next();
            while let Some(digit) = characters.peek().and_then(|character| character.to_digit(10)) {
                number = number * 10.0 + f64::from(digit);
                characters.next();
            }
            yield_!(Token::Number(number));
            continue;
        }
        characters.next();
        match character {
            '+' | '-' | '*' | '/' => yield_!(Token::Operator(character)),
            '(' => yield_!(Token::Open),
            ')' => yield_!(Token::Close),
            ' ' => {}
            _ => return Err(Mistake::NoToken(character)),
        }
    }
    Ok(())
}

fn binds_at_least_as_much(waiting: Token, arrived: char) -> bool {
    let strength = |operator| if matches!(operator, '*' | '/') { 2 } else { 1 };
    matches!(waiting, Token::Operator(operator) if strength(operator) >= strength(arrived))
}

/// The numbers and operators of an expression, each operator behind its operands (Dijkstra's shunting yard).
#[generator]
fn postfix(tokens: impl Iterator<Item = Result<Token, Mistake>>) -> Gen<Token, (), Result<(), Mistake>> {
    let mut waiting = Vec::new();
    for token in tokens {
        match token? {
            number @ Token::Number(_) => yield_!(number),
            Token::Operator(arrived) => {
                while let Some(&operator) =
                    waiting.last().filter(|top| binds_at_least_as_much(**top, arrived))
                {
                    waiting.pop();
                    yield_!(operator);
                }
                waiting.push(Token::Operator(arrived));
            }
            Token::Open => waiting.push(Token::Open),
            Token::Close => loop {
                match waiting.pop().ok_or(Mistake::NotOpened)? {
                    Token::Open => break,
                    operator => yield_!(operator),
                }
            },
        }
    }
    while let Some(operator) = waiting.pop() {
        if operator == Token::Open {
            return Err(Mistake::NotClosed);
        }
        yield_!(operator);
    }
    Ok(())
}

fn value(text: &str) -> Result<f64, Mistake> {
    let mut operands = Vec::new();
    for token in postfix(tokens(text)) {
        let token = token?;
        if let Token::Operator(operator) = token {
            let right = operands.pop().ok_or(Mistake::OperandMissing)?;
            let left = operands.pop().ok_or(Mistake::OperandMissing)?;
            operands.push(match operator {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                _ => left / right,
            });
        } else if let Token::Number(number) = token {
            operands.push(number);
        }
    }
    let value = operands.pop().ok_or(Mistake::OperandMissing)?;
    if operands.is_empty() { Ok(value) } else { Err(Mistake::OperatorMissing) }
}

pub(crate) fn run(out: &mut dyn Write) -> io::Result<()> {
    for text in ["1 + 2 * 3", "(1 + 2) * 3", "8 / 4 / 2", "2 * (3 + 4", "2 $ 3"] {
        match value(text) {
            Ok(value) => writeln!(out, "{text} = {value}")?,
            Err(mistake) => writeln!(out, "{text} is wrong: {mistake}")?,
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    run(&mut io::stdout().lock())
}
