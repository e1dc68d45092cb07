/**
 * What a backend implements, {@link dev.versioned.spi.BlobStore} and {@link
 * dev.versioned.spi.ItemStore}, and the records that pass between it and the library. Applications
 * do not need it.
 */
@NullMarked
package dev.versioned.spi;

import org.jspecify.annotations.NullMarked;
