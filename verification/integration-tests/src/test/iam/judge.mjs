// Reads {policies: {role: policy}, bucketPolicy, checks: [{action, resource, context}]} from the file given,
// and prints a line "role index allowed|denied" for each role and check.
import { readFileSync } from 'node:fs'
import { runSimulation } from '@cloud-copilot/iam-simulate'

const account = '123456789012'
const { policies, bucketPolicy, checks } = JSON.parse(readFileSync(process.argv[2], 'utf8'))

for (const [role, policy] of Object.entries(policies)) {
  const arn = `arn:aws:iam::${account}:role/${role}`
  for (const [index, check] of checks.entries()) {
    const single = ([key, values]) => [key, /LeadingKeys|Attributes$/.test(key) ? values : values[0]]
    const answer = await runSimulation({
      request: {
        principal: arn,
        action: check.action,
        resource: { resource: check.resource, accountId: account },
        contextVariables: {
          ...Object.fromEntries(Object.entries(check.context).map(single)),
          'aws:PrincipalArn': arn
        }
      },
      identityPolicies: [{ name: role, policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: check.resource.startsWith('arn:aws:s3:::') ? bucketPolicy : undefined
    }, {})
    if (answer.resultType !== 'single') {
      throw new Error(`${role}: ${JSON.stringify(check)}: ${JSON.stringify(answer)}`)
    }
    const ignored = answer.result.ignoredContextKeys ?? []
    if (ignored.length > 0) {
      throw new Error(`${check.action} has no context keys ${ignored}`)
    }
    console.log(`${role} ${index} ${answer.overallResult === 'Allowed' ? 'allowed' : 'denied'}`)
  }
}
