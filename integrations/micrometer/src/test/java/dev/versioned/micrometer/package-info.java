/** Tests of the meters. */
@NullMarked
package dev.versioned.micrometer;

import org.jspecify.annotations.NullMarked;
