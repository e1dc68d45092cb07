/** The goals of the Maven plugin, over the {@code versioned} command. */
@NullMarked
package dev.versioned.maven;

import org.jspecify.annotations.NullMarked;
