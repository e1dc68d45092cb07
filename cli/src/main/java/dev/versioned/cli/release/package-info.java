/**
 * Release files: the desired state of aliases under version control, compared with the repository
 * and applied as one release set. {@link dev.versioned.cli.release.ReleaseFile} reads one, {@link
 * dev.versioned.cli.release.ReleasePlan} does the rest; nothing here knows of a command line.
 */
@NullMarked
package dev.versioned.cli.release;

import org.jspecify.annotations.NullMarked;
