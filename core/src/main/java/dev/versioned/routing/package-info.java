/**
 * How the traffic of an alias is divided: {@link dev.versioned.routing.Slots} say who owns it,
 * {@link dev.versioned.routing.SlotHash} gives each key its place, {@link
 * dev.versioned.routing.Router} looks it up.
 */
@NullMarked
package dev.versioned.routing;

import org.jspecify.annotations.NullMarked;
