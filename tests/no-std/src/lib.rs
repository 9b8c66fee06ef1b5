//! See below.
#![no_std]
