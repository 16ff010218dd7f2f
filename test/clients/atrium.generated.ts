// Generated from specs by npm run specs, as a user of the documents would. Not to be edited.

export interface paths {
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users */
        get: operations["list_users"];
        put?: never;
        /** Create a user */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_guid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user */
        get: operations["read_user"];
        /**
         * Update a user
         * @description Members that are not sent keep their values; `null` clears `identifier` or `metadata`.
         */
        put: operations["update_user"];
        post?: never;
        /** Delete a user */
        delete: operations["delete_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        User: {
            /** @description The unique identifier of the user, given by the server. */
            guid: string;
            /** @description Whether access to the user's data is restricted. */
            is_disabled: boolean;
            /** @description Anything the partner wants to keep; echoed byte for byte. */
            metadata: string | null;
            /** @description The partner's own identifier, unique among users; null and empty mean none. */
            identifier: string | null;
        };
        UserInput: {
            /** @description a text that no other user has, or null */
            identifier?: string | null;
            /** @description true or false */
            is_disabled?: boolean | "true" | "false" | "" | null;
            /** @description a text, or null */
            metadata?: string | null;
        };
        UserRequestBody: {
            user: components["schemas"]["UserInput"];
        };
        UserResponseBody: {
            user: components["schemas"]["User"];
        };
        UsersResponseBody: {
            users: components["schemas"]["User"][];
            pagination: components["schemas"]["Pagination"];
        };
        Pagination: {
            /** @description The page that was asked for. */
            current_page: number;
            /** @description Users on a full page. */
            per_page: number;
            /** @description Users in all. */
            total_entries: number;
            /** @description At least 1, with no user too. */
            total_pages: number;
        };
        ErrorBody: {
            error: {
                /** @description What was wrong, and with which field. */
                message: string;
                /** @description The HTTP reason in snake case. */
                status: string;
                /** @description The kind of error, for machines. */
                type: string;
            };
        };
    };
    responses: {
        /** @description The body still has the tag of `If-None-Match`. */
        NotModified: {
            headers: {
                /** @description The weak tag of the MD5 of the body. */
                ETag: string;
                /** @description Always to be asked for anew. */
                "Cache-Control": "max-age=0, private, must-revalidate";
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Malformed JSON, a missing or empty user, a malformed path, or a bad name of a sandbox. */
        BadRequest: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The credentials are missing, unknown, or not of one pair. */
        Unauthorized: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Accept takes neither JSON nor version 1. */
        NotAcceptable: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The body is over the limit. */
        ContentTooLarge: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Too many requests: only when a tester asks for it with a stub, whose body it has. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The mock failed, or a tester asks for it. */
        InternalError: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description A bad gateway: only when a tester asks for it with a stub, whose body it has. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description No room for another sandbox, or a tester asks for it. */
        Unavailable: {
            headers: {
                /** @description Names the request, as Rails does. */
                "X-Request-Id": string;
                /** @description How long the answer took, in seconds. */
                "X-Runtime": string;
                [name: string]: unknown;
            };
            content: {
                "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description A gateway that waited too long: only when a tester asks for it with a stub, whose body it has. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The bandwidth is used up: only when a tester asks for it with a stub, whose body it has. */
        BandwidthExceeded: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    list_users: {
        parameters: {
            query?: {
                /** @description The page to show: 1 unless a number is given. */
                page?: string | string[];
                /** @description Users on a page, 10 to 100: 25 for anything else. */
                records_per_page?: string | string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the users, the oldest first. A page past the last one is empty. */
            200: {
                headers: {
                    /** @description The weak tag of the MD5 of the body. */
                    ETag: string;
                    /** @description Always to be asked for anew. */
                    "Cache-Control": "max-age=0, private, must-revalidate";
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["UsersResponseBody"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
            509: components["responses"]["BandwidthExceeded"];
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A user with an identifier and metadata. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRequestBody"];
            };
        };
        responses: {
            /** @description The user as it was created. The real service answers 200 too, not 201. */
            200: {
                headers: {
                    /** @description The weak tag of the MD5 of the body. */
                    ETag: string;
                    /** @description Always to be asked for anew. */
                    "Cache-Control": "max-age=0, private, must-revalidate";
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["UserResponseBody"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            406: components["responses"]["NotAcceptable"];
            /** @description Another user has this identifier. */
            409: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description A member of the user has a wrong type, or the limit of users is reached. */
            422: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
            509: components["responses"]["BandwidthExceeded"];
        };
    };
    read_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The guid of a user. */
                user_guid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user. */
            200: {
                headers: {
                    /** @description The weak tag of the MD5 of the body. */
                    ETag: string;
                    /** @description Always to be asked for anew. */
                    "Cache-Control": "max-age=0, private, must-revalidate";
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["UserResponseBody"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description No user has this guid. */
            404: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
            509: components["responses"]["BandwidthExceeded"];
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The guid of a user. */
                user_guid: string;
            };
            cookie?: never;
        };
        /** @description Disables a user. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRequestBody"];
            };
        };
        responses: {
            /** @description The user as it is now. */
            200: {
                headers: {
                    /** @description The weak tag of the MD5 of the body. */
                    ETag: string;
                    /** @description Always to be asked for anew. */
                    "Cache-Control": "max-age=0, private, must-revalidate";
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["UserResponseBody"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description No user has this guid. */
            404: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            /** @description Another user has this identifier. */
            409: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            /** @description A member of the user has a wrong type, or the limit of users is reached. */
            422: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
            509: components["responses"]["BandwidthExceeded"];
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The guid of a user. */
                user_guid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is gone. */
            204: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description No user has this guid. */
            404: {
                headers: {
                    /** @description Names the request, as Rails does. */
                    "X-Request-Id": string;
                    /** @description How long the answer took, in seconds. */
                    "X-Runtime": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mx.atrium.v1+json": components["schemas"]["ErrorBody"];
                };
            };
            406: components["responses"]["NotAcceptable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
            509: components["responses"]["BandwidthExceeded"];
        };
    };
}
