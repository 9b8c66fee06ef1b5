//! The name of the function that a body stands in, for `Debug` (rule [G40](crate::guide::rules#g40)).

/// The name of the function, from how the compiler spells the body's type.
pub(super) fn function_name<B>() -> &'static str {
    let name = core::any::type_name::<B>();
    // The attribute's own wrapper, and a generator expression with one loop, are called after their closure, which is the
    // last of their type arguments.
    let mut name = name;
    while let Some(inner) = name.strip_suffix("{{closure}}>") {
        name = &name[..inner.len() + "{{closure}}".len()];
    }
    while let Some(outer) = name.strip_suffix("::{{closure}}") {
        name = outer;
    }
    last_segment(name)
}

/// The last part of a path, without its type arguments.
fn last_segment(path: &str) -> &str {
    let (mut begin, mut end, mut depth) = (0, path.len(), 0_u32);
    for (index, byte) in path.bytes().enumerate().rev() {
        match byte {
            b'>' if path[..index].ends_with('-') => {}
            b'>' => depth += 1,
            b'<' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    end = index;
                }
            }
            b':' if depth == 0 => {
                begin = index + 1;
                break;
            }
            _ => {}
        }
    }
    path.get(begin..end).unwrap_or(path)
}
