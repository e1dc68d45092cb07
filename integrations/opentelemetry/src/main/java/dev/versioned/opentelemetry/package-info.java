/** Versions and aliases on the spans of OpenTelemetry. */
@NullMarked
package dev.versioned.opentelemetry;

import org.jspecify.annotations.NullMarked;
