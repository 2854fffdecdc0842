// What wakes the operator. The queries are explained in docs/operations.md.

param name string
param location string
param tags object
param workspaceId string
@description('Who is told: e-mail addresses.')
param operators array

var rules = [
  {
    name: 'poison'
    title: 'A poison queue is not empty'
    description: 'A message failed five times and was put aside; its invitation waits for a person.'
    severity: 2
    every: 'PT5M'
    over: 'PT15M'
    query: '''
StorageQueueLogs
| where OperationName == "PutMessage" and StatusText == "Success"
| where ObjectKey contains "-poison" or Uri contains "-poison/"
'''
  }
  {
    name: 'failed'
    title: 'Invitations fail'
    description: 'Five invitations or more failed for good within an hour.'
    severity: 2
    every: 'PT15M'
    over: 'PT1H'
    query: '''
AppMetrics
| where Name == "invitation.steps" and tostring(Properties.step) == "InvitationFailed"
| summarize failed = sum(Sum)
| where failed >= 5
'''
  }
  {
    name: 'bounces'
    title: 'Many e-mails bounce'
    description: 'Of twenty e-mails or more in a day, one in ten did not arrive: the provider may stop sending.'
    severity: 2
    every: 'PT1H'
    over: 'P1D'
    query: '''
AppMetrics
| where Name == "invitation.steps"
| extend step = tostring(Properties.step)
| summarize bad = sumif(Sum, step in ("EmailBounced", "EmailSuppressed", "EmailFailed", "EmailQuarantined", "EmailFiltered")),
    sent = sumif(Sum, step == "InvitationSent")
| where sent >= 20 and bad >= 0.1 * sent
'''
  }
  {
    name: 'errors'
    title: 'The app answers 5xx'
    description: 'Of twenty requests or more in a quarter of an hour, one in twenty ended with 5xx.'
    severity: 1
    every: 'PT5M'
    over: 'PT15M'
    query: '''
AppRequests
| where isnotempty(ResultCode) and ResultCode != "0"
| summarize all = sum(ItemCount), bad = sumif(ItemCount, toint(ResultCode) between (500 .. 599))
| where all >= 20 and bad >= 0.05 * all
'''
  }
  {
    name: 'throttled'
    title: 'Graph or e-mail is throttled'
    description: 'In each quarter of the last hour the service answered 429: invitations wait.'
    severity: 3
    every: 'PT15M'
    over: 'PT1H'
    query: '''
AppMetrics
| where Name == "outer.calls" and tostring(Properties.throttled) == "yes"
| extend service = tostring(Properties.service)
| where service in ("graph", "mail")
| summarize quarters = dcount(bin(TimeGenerated, 15m)) by service
| where quarters >= 4
'''
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(operators)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'invitations'
    enabled: true
    emailReceivers: [
      for (address, i) in operators: {
        name: 'operator-${i}'
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alert 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in rules: {
    name: 'alert-${rule.name}-${name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.description
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: rule.every
      windowSize: rule.over
      autoMitigate: true
      // The tables come into being with the first row in them.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(operators) ? [] : [people.id]
      }
    }
  }
]
