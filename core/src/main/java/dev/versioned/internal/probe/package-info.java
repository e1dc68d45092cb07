/** Examines whether two stores keep the promises that every rule of this library is built on. */
@NullMarked
package dev.versioned.internal.probe;

import org.jspecify.annotations.NullMarked;
