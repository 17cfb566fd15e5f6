import { getResponse, type RequestHandler } from 'msw';

/** Lets MSW handlers answer a request. An unmatched one gets 501, in the JSON form that a Connect client reads as well. */
export async function answerRequest(handlers: readonly RequestHandler[], request: Request): Promise<Response> {
  const response = await getResponse([...handlers], request);
  if (response !== undefined) return response;
  const message = `no handler answers ${request.method} ${new URL(request.url).pathname}`;
  return Response.json({ code: 'unimplemented', message }, { status: 501 });
}
