// Calls the exports of the module that is named, and compares what they give.
import { readFileSync } from "node:fs";

const checks = [
    ["in_place", [], 90, "a PinGen does not yield, or does not delegate to others"],
    ["boxed", [], 55, "a Gen does not yield, or is no iterator behind a pointer"],
    ["send_and_throw", [], 321, "what is sent or thrown does not reach the body"],
    ["close", [], 20001, "a close does not reach the body once, or its return value is lost"],
    ["delegation", [100_000], 100_001, "a recursion loses items, or takes native stack by its depth"],
    ["dropped_delegation", [100_000], 1, "the drop of a recursion takes native stack by its depth"],
    ["asynchronous", [], 4203, "an AsyncGen loses an item, what it is sent, or a wake-up"],
    ["asynchronous_delegation", [100_000], 100_001, "the same for an asynchronous recursion"],
];

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const imports = WebAssembly.Module.imports(module);
if (imports.length > 0) {
    console.error("the module needs glue:", imports);
    process.exit(1);
}
const exported = WebAssembly.Module.exports(module).filter(({ kind }) => kind === "function").map(({ name }) => name);
const unchecked = exported.filter((name) => !checks.some(([check]) => check === name));
let failed = unchecked.length;
for (const name of unchecked) {
    console.error(`${name}: exported, and not checked`);
}
for (const [name, operands, expected, wrong] of checks) {
    // An instance for each, so that a trap in one leaves the others alone.
    let actual;
    try {
        actual = new WebAssembly.Instance(module).exports[name](...operands);
    } catch (trap) {
        actual = trap;
    }
    if (actual !== expected) {
        console.error(`${name}: ${actual} in place of ${expected}: ${wrong}`);
        failed += 1;
    }
}
console.log(`${checks.length + unchecked.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
