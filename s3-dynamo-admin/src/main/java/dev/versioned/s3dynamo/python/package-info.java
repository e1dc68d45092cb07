/** Reads repositories of Python's package {@code versioned}, so that they can be imported. */
@NullMarked
package dev.versioned.s3dynamo.python;

import org.jspecify.annotations.NullMarked;
