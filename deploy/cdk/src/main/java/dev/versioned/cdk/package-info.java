/**
 * The bucket, the table and the roles of a repository as a construct of the AWS CDK: start with
 * {@link dev.versioned.cdk.VersionedRepository}.
 */
@NullMarked
package dev.versioned.cdk;

import org.jspecify.annotations.NullMarked;
