/**
 * The part of AWS that the library uses, on the developer's own machine: for this library's tests
 * and for those of applications that use it.
 *
 * <p>Start at {@link dev.versioned.testkit.SharedLocalAws#select()}, which picks the best stack
 * that this machine can run and shares it within the JVM; or start a separate stack with {@link
 * dev.versioned.testkit.EmbeddedAws}, {@link dev.versioned.testkit.LocalStackAws} or {@link
 * dev.versioned.testkit.EndpointAws}. They differ only behind {@link
 * dev.versioned.testkit.LocalAws}; {@link dev.versioned.testkit.LocalAws#deviations()} lists the
 * known differences of each from AWS.
 */
@NullMarked
package dev.versioned.testkit;

import org.jspecify.annotations.NullMarked;
