/**
 * Keeps artifacts in S3 and DynamoDB. Start at {@link dev.versioned.s3dynamo.S3DynamoRepository},
 * which opens a repository over a bucket and a table; {@code versioned-s3-dynamo-admin} creates and
 * checks the two.
 *
 * <p>Nothing here is a rule: the stores write on a condition and say what stood against it, and
 * {@link dev.versioned.ArtifactRepository} decides.
 */
@NullMarked
package dev.versioned.s3dynamo;

import org.jspecify.annotations.NullMarked;
