/** Settings of a repository as the rules read them, and retries. */
@NullMarked
package dev.versioned.internal.settings;

import org.jspecify.annotations.NullMarked;
