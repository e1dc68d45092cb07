/** The settings of a repository, as its services read them, and retries. */
@NullMarked
package dev.versioned.internal.settings;

import org.jspecify.annotations.NullMarked;
