/**
 * How bucket and table are reached, and what their answers mean: for the stores, and for the set-up
 * and the doctor, which are in a jar of their own. Not API, and free to change.
 */
@NullMarked
package dev.versioned.s3dynamo.internal;

import org.jspecify.annotations.NullMarked;
