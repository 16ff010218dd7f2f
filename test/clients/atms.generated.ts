// Generated from specs by npm run specs, as a user of the documents would. Not to be edited.

export interface paths {
    "/api/Users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all users */
        get: operations["list_users"];
        put?: never;
        /**
         * Create a user
         * @description A new account is enabled.
         */
        post: operations["create_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/Users/{username}": {
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
         * @description Replaces all that a UserDefinition says: an `Email` or `Phone` that is left out becomes null.
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
    "/api/UserGroups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List all user groups */
        get: operations["list_user_groups"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/UserGroups/{GroupName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a user group */
        get: operations["read_user_group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/Users/{username}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Disable a user */
        put: operations["disable_user"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/Users/{username}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Enable a user */
        put: operations["enable_user"];
        post?: never;
        delete?: never;
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
            /** @description Unique user name or e-mail address; not editable once the account exists. */
            Username: string;
            /** @description Long name to display for the user. */
            DisplayName: string;
            /** @description The GroupName of an existing user group. */
            UserGroupName: string;
            /** @description E-mail address of the user. */
            Email: string | null;
            /** @description Phone number of the user. */
            Phone: string | null;
            /** @description Whether the user is kept from accessing the system. */
            IsAccountDisabled: boolean;
        };
        Users: components["schemas"]["User"][];
        UserDefinition: {
            /** @description Unique user name or e-mail address; not editable once the account exists. */
            Username: string;
            /** @description Long name to display for the user. */
            DisplayName: string;
            /** @description The GroupName of an existing user group. */
            UserGroupName: string;
            /** @description E-mail address of the user. */
            Email?: string | null;
            /** @description Phone number of the user. */
            Phone?: string | null;
        };
        UserGroup: {
            /** @description Unique name of the user group. */
            GroupName: string;
            /** @description What users of the group do. */
            Description: string | null;
        };
        UserGroups: components["schemas"]["UserGroup"][];
        ErrorBody: {
            Message: string;
            /** @description The nearest route, where none took the request. */
            MessageDetail?: string;
            ModelState?: {
                [key: string]: string[];
            };
        };
    };
    responses: {
        /** @description A malformed path, or a bad name of a sandbox. */
        BadRequest: {
            headers: {
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The token is missing or unknown. */
        Unauthorized: {
            headers: {
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The body is over the limit. */
        ContentTooLarge: {
            headers: {
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description The body is not of the type application/json or text/json. */
        UnsupportedMediaType: {
            headers: {
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
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
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
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
                /** @description Never to be cached. */
                "Cache-Control": "no-cache";
                /** @description Never to be cached. */
                Pragma: "no-cache";
                /** @description Never to be cached. */
                Expires: "-1";
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description A gateway that waited too long: only when a tester asks for it with a stub, whose body it has. */
        GatewayTimeout: {
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All accounts, the oldest first. */
            200: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Users"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    create_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserDefinition"];
                "text/json": components["schemas"]["UserDefinition"];
            };
        };
        responses: {
            /** @description The account is there. */
            204: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a valid UserDefinition, names no user group, or renames the account. */
            400: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description The username is taken. */
            409: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    read_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The username of an account, in any case. */
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no account of this username. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    update_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The username of an account, in any case. */
                username: string;
            };
            cookie?: never;
        };
        /** @description The account. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserDefinition"];
                "text/json": components["schemas"]["UserDefinition"];
            };
        };
        responses: {
            /** @description The account is as it was sent. */
            204: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The body is not a valid UserDefinition, names no user group, or renames the account. */
            400: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description There is no account of this username. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            413: components["responses"]["ContentTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    delete_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The username of an account, in any case. */
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is gone. */
            204: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no account of this username. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    list_user_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All groups. */
            200: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserGroups"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    read_user_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The name of a group, in any case. */
                GroupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group. */
            200: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserGroup"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no group of this name. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    disable_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The username of an account, in any case. */
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is disabled, whatever it was. */
            204: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no account of this username. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    enable_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The username of an account, in any case. */
                username: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is enabled, whatever it was. */
            204: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description There is no account of this username. */
            404: {
                headers: {
                    /** @description Never to be cached. */
                    "Cache-Control": "no-cache";
                    /** @description Never to be cached. */
                    Pragma: "no-cache";
                    /** @description Never to be cached. */
                    Expires: "-1";
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorBody"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["Unavailable"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
}
