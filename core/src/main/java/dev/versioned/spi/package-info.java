/**
 * The interfaces that a backend implements, {@link dev.versioned.spi.BlobStore} and {@link
 * dev.versioned.spi.ItemStore}, and the records that they exchange with the library. Applications
 * do not need this package.
 */
@NullMarked
package dev.versioned.spi;

import org.jspecify.annotations.NullMarked;
