/**
 * Sets up the bucket and the table, and checks that they behave as a repository needs. Start at
 * {@link dev.versioned.s3dynamo.admin.S3DynamoSetup} and {@link
 * dev.versioned.s3dynamo.admin.S3DynamoDoctor}. For pipelines, operators and tests: a service that
 * publishes and reads needs neither.
 */
@NullMarked
package dev.versioned.s3dynamo.admin;

import org.jspecify.annotations.NullMarked;
