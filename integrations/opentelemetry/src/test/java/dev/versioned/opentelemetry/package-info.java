/** Tests of the spans. */
@NullMarked
package dev.versioned.opentelemetry;

import org.jspecify.annotations.NullMarked;
