/** What the processes of one host share: locks, and folders that only trusted users write to. */
@NullMarked
package dev.versioned.internal.host;

import org.jspecify.annotations.NullMarked;
