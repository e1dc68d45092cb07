/**
 * Versions and aliases, as AWS Lambda has them, for the artifacts of any application.
 *
 * <p>Start at {@link dev.versioned.ArtifactRepository}: it returns an {@link
 * dev.versioned.Artifact}, which publishes and reads versions and returns an {@link
 * dev.versioned.AliasHandle}, which moves traffic between them. A {@link dev.versioned.LiveAlias}
 * routes the traffic.
 */
@NullMarked
package dev.versioned;

import org.jspecify.annotations.NullMarked;
