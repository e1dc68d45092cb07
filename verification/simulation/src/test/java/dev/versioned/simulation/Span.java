package dev.versioned.simulation;

/**
 * The time that an operation took, in calls of the stores.
 *
 * @param start the number of calls before it
 * @param end the number of calls when it was done
 */
record Span(long start, long end) {}
