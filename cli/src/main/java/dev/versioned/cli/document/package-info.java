/** Files of settings and of releases: YAML or JSON, with the line of everything in them. */
@NullMarked
package dev.versioned.cli.document;

import org.jspecify.annotations.NullMarked;
