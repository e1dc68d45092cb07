/** The {@code versioned} command. {@link dev.versioned.cli.Main} is where it starts. */
@NullMarked
package dev.versioned.cli;

import org.jspecify.annotations.NullMarked;
