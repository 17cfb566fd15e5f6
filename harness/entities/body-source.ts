/** Where in an exchange a value stands; `source` of a finding on the wire. `request_body` is documented, the other inferred. */
export type BodySource = 'request_body' | 'response_body';
