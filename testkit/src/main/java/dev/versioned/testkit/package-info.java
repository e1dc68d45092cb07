/**
 * The part of AWS that the library talks to, on the developer's own machine: for this library's
 * tests and for those of the applications that use it.
 *
 * <p>Start at {@link dev.versioned.testkit.SharedLocalAws#select()}, which picks the best stack
 * this machine can run and shares it within the JVM; or start one of your own with {@link
 * dev.versioned.testkit.EmbeddedAws}, {@link dev.versioned.testkit.LocalStackAws} or {@link
 * dev.versioned.testkit.EndpointAws}. They differ only behind {@link
 * dev.versioned.testkit.LocalAws}, and each says in {@link
 * dev.versioned.testkit.LocalAws#deviations()} where it is known to differ from AWS.
 */
@NullMarked
package dev.versioned.testkit;

import org.jspecify.annotations.NullMarked;
