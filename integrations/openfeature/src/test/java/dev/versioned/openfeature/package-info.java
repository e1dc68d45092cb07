/** Tests of the provider for OpenFeature, with OpenFeature's own client. */
@NullMarked
package dev.versioned.openfeature;

import org.jspecify.annotations.NullMarked;
