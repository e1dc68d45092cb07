/**
 * Archives of directories on this machine: start at {@link
 * dev.versioned.directory.DirectoryArchive}.
 */
@NullMarked
package dev.versioned.directory;

import org.jspecify.annotations.NullMarked;
