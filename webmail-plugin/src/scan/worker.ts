// Entry of the scanner's module Worker.
export {};
