/** A small model of Threagile with one of everything, written for tests. */
export const SHOP = `threagile_version: 1.0.0
title: Web shop
business_criticality: important
questions:
  Who runs it?: ""
data_assets:
  Orders: &data
    id: orders
    usage: business
    confidentiality: confidential
    integrity: critical
    availability: important
  Bills:
    <<: *data
    id: bills
technical_assets:
  Browser:
    id: browser
    type: external-entity
    technology: browser
    used_as_client_by_human: true
    internet: true
    confidentiality: public
    integrity: archive
    availability: operational
    data_assets_processed: [orders]
    communication_links:
      Buy things:
        target: api
        protocol: https
        authentication: session-id
        authorization: end-user-identity-propagation
        data_assets_sent: [orders]
        data_assets_received: [bills]
  Shop API:
    id: api
    type: process
    technologies: [web-service-rest]
    tags: [aws:lambda]
    encryption: none
    size: service
    confidentiality: strictly-confidential
    integrity: mission-critical
    availability: critical
    communication_links:
      Read:
        target: db
        protocol: jdbc
        authentication: none
      Tunnel:
        target: db
        protocol: jdbc
        vpn: true
      Local:
        target: nowhere
        protocol: in-process-library-call
  DB:
    id: db
    type: datastore
    technology: database
    encryption: transparent
    data_assets_stored: [orders, lost]
trust_boundaries:
  Cloud:
    id: cloud
    type: network-cloud-provider
    technical_assets_inside: [api]
    trust_boundaries_nested: [inner]
  Inner:
    id: inner
    type: execution-environment
    technical_assets_inside: [db]
shared_runtimes:
  Cluster:
    id: cluster
    technical_assets_running: [api, db]
individual_risk_categories:
  Bad luck:
    id: bad-luck
    description: It happens
    action: Be careful
    mitigation: Look twice
    stride: tampering
    cwe: 693
    risks_identified:
      <b>Bad luck</b> at DB:
        severity: elevated
        most_relevant_technical_asset: db
      At a link:
        severity: low
        most_relevant_communication_link: browser>buy-things
risk_tracking:
  unencrypted-asset@db:
    status: mitigated
    justification: Disk is encrypted
    date: 2026-01-01
  missing-waf@*@browser>buy-things:
    status: in-progress
  dos@gone:
    status: accepted
diagram_tweak_nodesep: 2
`;
