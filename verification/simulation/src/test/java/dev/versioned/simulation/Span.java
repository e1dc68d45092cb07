package dev.versioned.simulation;

/**
 * The time that an operation took, in calls of the stores.
 *
 * @param start how many calls were made before it
 * @param end how many were made when it was done
 */
record Span(long start, long end) {}
