/**
 * What happens to versions and aliases, as typed events: set a listener with {@link
 * dev.versioned.RepositorySettings#withListener}.
 */
@NullMarked
package dev.versioned.event;

import org.jspecify.annotations.NullMarked;
