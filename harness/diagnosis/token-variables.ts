/** Where agents take their registration token from, in the order in which QScan does (reference, README.md, unknowns). */
export const tokenVariables = ['REGISTRATION_TOKEN', 'PULSE_API_KEY'] as const;
