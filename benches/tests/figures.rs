//! What the pages say was measured.

use std::fs;

use genfn_benches::figures;
use genfn_benches::results::Results;

/// Wrong if the README or the guide quoted a figure that is not the one in `benches/results/results.json`, or a time that does
/// not say where it comes from. `cargo run -p genfn-benches --bin figures -- accept` writes those that were measured.
#[test]
fn they_are_the_results() {
    let results = Results::load();
    let mut count = 0;
    for page in figures::pages().unwrap() {
        let text = fs::read_to_string(&page).unwrap();
        let unmarked: Vec<_> = figures::unmarked(&text).collect();
        assert!(unmarked.is_empty(), "{}: without a source: {unmarked:?}", page.display());
        let (figures, _) = figures::read(&text, &results);
        for figure in &figures {
            assert_eq!(
                figure.measured.as_ref(),
                Some(&figure.written),
                "{}: {}",
                page.display(),
                figure.source
            );
        }
        count += figures.len();
    }
    assert!(count > 60, "only {count} figures were found");
}
