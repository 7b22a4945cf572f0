// The hidden page beside a webmail's: files are read here, out of the webmail's reach, whatever its policy forbids.
export {};
