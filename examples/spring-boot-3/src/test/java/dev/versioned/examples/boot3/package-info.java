/** Starts the application, and calls it. */
package dev.versioned.examples.boot3;
